       IDENTIFICATION DIVISION.
       PROGRAM-ID. FOREVER.
       PROCEDURE DIVISION.
           DISPLAY "started".
           PERFORM UNTIL 1 = 2
               CONTINUE
           END-PERFORM.
           STOP RUN.
