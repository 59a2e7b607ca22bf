global main
extern scanf, printf

section .rodata
in_format: db "%ld", 0
out_format: db "%ld", 10, 0

section .bss
number: resq 1

section .text
main:
    push rbx
    xor ebx, ebx
.next:
    lea rdi, [rel in_format]
    lea rsi, [rel number]
    xor eax, eax
    call scanf
    cmp eax, 1
    jne .done
    add rbx, [rel number]
    jmp .next
.done:
    lea rdi, [rel out_format]
    mov rsi, rbx
    xor eax, eax
    call printf
    xor eax, eax
    pop rbx
    ret
