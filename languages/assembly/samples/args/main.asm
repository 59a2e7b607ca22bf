global main
extern printf

section .rodata
format: db "[%s]", 10, 0

section .text
main:
    push rbx
    lea rbx, [rsi + 8]
.next:
    mov rsi, [rbx]
    test rsi, rsi
    jz .done
    lea rdi, [rel format]
    xor eax, eax
    call printf
    add rbx, 8
    jmp .next
.done:
    xor eax, eax
    pop rbx
    ret
