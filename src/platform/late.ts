/** Returns a proxy for an object that is created when one of its properties is first read: for rarely used objects. */
export function late<T extends object>(make: () => T): T {
  let made: T | null = null;
  const there = (): T => {
    made ??= make();
    return made;
  };
  return new Proxy<T>({} as T, {
    get: (_target, name) => Reflect.get(there(), name),
    has: (_target, name) => Reflect.has(there(), name),
    ownKeys: () => Reflect.ownKeys(there()),
    getOwnPropertyDescriptor: (_target, name) => Reflect.getOwnPropertyDescriptor(there(), name),
  });
}
