for (;;) console.log("more");
