global main
extern fgets, strlen, printf, stdin

section .rodata
format: db "✓ %s has %d characters", 10, 0

section .bss
line: resb 256

section .text
main:
    push rbx
    lea rdi, [rel line]
    mov esi, 256
    mov rdx, [rel stdin]
    call fgets
    lea rsi, [rel line]
    xor ebx, ebx
.next:                      ; a character is every byte that does not continue one
    mov al, [rsi]
    cmp al, 10
    jbe .done
    and al, 0xC0
    cmp al, 0x80
    je .continued
    inc ebx
.continued:
    inc rsi
    jmp .next
.done:
    mov byte [rsi], 0
    lea rdi, [rel format]
    lea rsi, [rel line]
    mov edx, ebx
    xor eax, eax
    call printf
    xor eax, eax
    pop rbx
    ret
