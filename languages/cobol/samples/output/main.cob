       IDENTIFICATION DIVISION.
       PROGRAM-ID. MORE.
       PROCEDURE DIVISION.
           PERFORM UNTIL 1 = 2
               DISPLAY "more"
           END-PERFORM.
           STOP RUN.
