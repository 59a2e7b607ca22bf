console.log("never printed");
const = 1;
