global main
extern malloc, memset

section .text
main:
    push rbx
.more:
    mov edi, 1 << 20
    call malloc
    mov rdi, rax
    mov esi, 1
    mov edx, 1 << 20
    call memset
    jmp .more
