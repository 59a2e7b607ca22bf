global _start

section .rodata
text: db "started", 10

section .text
_start:
    mov eax, 1
    mov edi, 1
    lea rsi, [rel text]
    mov edx, 8
    syscall
.forever:
    jmp .forever
