enum Colour { Red = "red", Green = "green" }

namespace Shapes {
  export class Square {
    constructor(public readonly side: number, private colour: Colour) {}
    describe = (): string => `${this.colour} square of ${this.side}`;
  }
}

console.log(new Shapes.Square(3, Colour.Green).describe());
