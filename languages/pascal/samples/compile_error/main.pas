var
  answer: integer;
begin
  answer := 'forty-two';
end.
