       IDENTIFICATION DIVISION.
       PROGRAM-ID. ARGS.
       DATA DIVISION.
       WORKING-STORAGE SECTION.
       01 ARG PIC X(100).
       01 HOW-MANY PIC 99.
       01 I PIC 99.
       PROCEDURE DIVISION.
           ACCEPT HOW-MANY FROM ARGUMENT-NUMBER.
           PERFORM VARYING I FROM 1 BY 1 UNTIL I > HOW-MANY
               MOVE SPACES TO ARG
               ACCEPT ARG FROM ARGUMENT-VALUE
               IF ARG = SPACES
                   DISPLAY "[]"
               ELSE
                   DISPLAY "[" FUNCTION TRIM(ARG) "]"
               END-IF
           END-PERFORM.
           STOP RUN.
