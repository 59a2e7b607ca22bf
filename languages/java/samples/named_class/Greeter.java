package com.example;

interface Greeting {
    String to(String name);
}

public final class Greeter {
    public static void main(String[] args) {
        Greeting greeting = name -> "Hello, " + name + "!";
        System.out.println(greeting.to("World"));
    }
}
