function nameOf(user) {
  return user.name;
}

nameOf(undefined);
