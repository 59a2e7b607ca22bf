global main
extern fopen, fscanf, greet

section .rodata
file: db "names.txt", 0
mode: db "r", 0
format: db "%99s", 0

section .bss
name: resb 100

section .text
main:
    push rbx
    lea rdi, [rel file]
    lea rsi, [rel mode]
    call fopen
    mov rbx, rax
.next:
    mov rdi, rbx
    lea rsi, [rel format]
    lea rdx, [rel name]
    xor eax, eax
    call fscanf
    cmp eax, 1
    jne .done
    lea rdi, [rel name]
    call greet
    jmp .next
.done:
    xor eax, eax
    pop rbx
    ret
