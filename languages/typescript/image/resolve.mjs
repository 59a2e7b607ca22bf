// TypeScript's "bundler" resolution, at run time: `import "./greet"` means ./greet.js or ./greet/index.js, and `import "./greet.ts"`
// what the compiler made of it.
import { registerHooks } from "node:module";

const isRelative = specifier => specifier.startsWith("./") || specifier.startsWith("../");

registerHooks({
  resolve(specifier, context, next) {
    if (!isRelative(specifier)) return next(specifier, context);
    const compiled = specifier.replace(/\.([mc]?)ts$/, ".$1js");
    try {
      return next(compiled, context);
    } catch (error) {
      if (error.code !== "ERR_MODULE_NOT_FOUND" && error.code !== "ERR_UNSUPPORTED_DIR_IMPORT") throw error;
      for (const candidate of [compiled + ".js", compiled + "/index.js"]) {
        try {
          return next(candidate, context);
        } catch {
          // The first error is the one to tell.
        }
      }
      throw error;
    }
  },
});
