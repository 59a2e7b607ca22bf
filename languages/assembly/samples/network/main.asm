global main
extern puts

section .rodata
address: db 2, 0, 0, 80, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0
connected: db "connected", 0
refused: db "no network", 0

section .text
main:
    sub rsp, 8
    mov eax, 41             ; socket(AF_INET, SOCK_STREAM, 0)
    mov edi, 2
    mov esi, 1
    xor edx, edx
    syscall
    mov edi, eax
    mov eax, 42             ; connect
    lea rsi, [rel address]
    mov edx, 16
    syscall
    lea rdi, [rel connected]
    test eax, eax
    jz .tell
    lea rdi, [rel refused]
.tell:
    call puts
    xor eax, eax
    add rsp, 8
    ret
