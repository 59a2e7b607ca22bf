global main
extern getenv, puts

section .rodata
greeting: db "GREETING", 0
home: db "HOME", 0
lang: db "LANG", 0

section .text
main:
    sub rsp, 8
    lea rdi, [rel greeting]
    call print
    lea rdi, [rel home]
    call print
    lea rdi, [rel lang]
    call print
    xor eax, eax
    add rsp, 8
    ret
print:
    sub rsp, 8
    call getenv
    mov rdi, rax
    call puts
    add rsp, 8
    ret
