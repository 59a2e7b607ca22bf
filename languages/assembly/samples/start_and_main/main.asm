; _start is where it starts, whatever other names there are.
global _start
global main

section .rodata
text: db "from _start", 10
length equ $ - text

section .text
main:
    mov edi, 1
    jmp leave_with
_start:
    mov eax, 1
    mov edi, 1
    lea rsi, [rel text]
    mov edx, length
    syscall
    xor edi, edi
leave_with:
    mov eax, 60
    syscall
