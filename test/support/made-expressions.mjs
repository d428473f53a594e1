// The regular expressions that modules build while they are read: their addresses as arguments, a list of
// { source, flags } in JSON on standard output. A process of its own, because a module is read once.
const made = [];
globalThis.RegExp = new Proxy(RegExp, {
  construct(target, args) {
    const one = Reflect.construct(target, args);
    made.push({ source: one.source, flags: one.flags });
    return one;
  },
});
for (const file of process.argv.slice(2)) await import(file);
process.stdout.write(JSON.stringify(made));
