Console.WriteLine("leaving");
return 3;
