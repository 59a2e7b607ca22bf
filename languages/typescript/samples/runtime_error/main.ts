interface Person { name: string; friend?: Person }

function nameOfFriend(person: Person): string {
  return person.friend!.name;
}

nameOfFriend({ name: "Ada" });
