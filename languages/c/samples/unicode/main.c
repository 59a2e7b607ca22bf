#include <locale.h>
#include <stdio.h>
#include <wchar.h>

int main(void) {
    setlocale(LC_ALL, "");
    wchar_t line[100];
    fgetws(line, 100, stdin);
    line[wcscspn(line, L"\n")] = L'\0';
    wprintf(L"✓ %ls has %zu characters\n", line, wcslen(line));
}
