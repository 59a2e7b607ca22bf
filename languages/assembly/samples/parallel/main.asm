global main
extern pthread_create, pthread_join, printf

section .rodata
format: db "%ld", 10, 0

section .bss
threads: resq 4
total: resq 1

section .text
add_part:                   ; adds rdi, rdi + 4, … 1000
    xor eax, eax
.next:
    cmp rdi, 1000
    ja .done
    add rax, rdi
    add rdi, 4
    jmp .next
.done:
    lock add [rel total], rax
    xor eax, eax
    ret
main:
    push rbx
    xor ebx, ebx
.start:
    lea rdi, [rel threads]
    lea rdi, [rdi + rbx * 8]
    xor esi, esi
    lea rdx, [rel add_part]
    mov rcx, rbx
    call pthread_create
    inc ebx
    cmp ebx, 4
    jb .start
.join:
    dec ebx
    lea rdi, [rel threads]
    mov rdi, [rdi + rbx * 8]
    xor esi, esi
    call pthread_join
    test ebx, ebx
    jnz .join
    lea rdi, [rel format]
    mov rsi, [rel total]
    xor eax, eax
    call printf
    xor eax, eax
    pop rbx
    ret
