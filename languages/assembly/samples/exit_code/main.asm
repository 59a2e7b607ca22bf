global main
extern puts

section .rodata
text: db "leaving", 0

section .text
main:
    sub rsp, 8
    lea rdi, [rel text]
    call puts
    mov eax, 3
    add rsp, 8
    ret
