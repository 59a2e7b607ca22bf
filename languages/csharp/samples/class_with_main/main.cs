using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Example
{
    internal record Person(string Name, int Age);

    internal class Program
    {
        private static async Task<int> Main(string[] args)
        {
            await Task.Delay(1);
            Console.WriteLine(JsonSerializer.Serialize(new Person("Ada", 36)));
            Console.WriteLine(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("abc")))[..8]);
            return 0;
        }
    }
}
