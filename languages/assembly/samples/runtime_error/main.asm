global _start

section .text
_start:
    mov eax, 3
    xor edx, edx
    xor ecx, ecx
    div ecx                 ; by zero
