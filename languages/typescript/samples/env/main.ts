for (const name of ["GREETING", "HOME", "LANG"]) {
  console.log(process.env[name]);
}
