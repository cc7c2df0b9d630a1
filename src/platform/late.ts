/** An object that is made when something is first read of it: of what few ask for. */
export function late<T extends object>(make: () => T): T {
  let made: T | null = null;
  return new Proxy<T>({} as T, {
    get(_target, name) {
      made ??= make();
      return Reflect.get(made, name);
    },
  });
}
