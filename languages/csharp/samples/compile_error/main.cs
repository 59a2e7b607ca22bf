int answer = 42;
string question = answer;
Console.WriteLine(question);
