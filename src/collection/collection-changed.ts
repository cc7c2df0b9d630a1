/** Returns the event that tells the followers of a collection what of it has changed: fields of its own, or what is derived from its memories. */
export const collectionChanged = (id: string, changed: readonly string[]) =>
  ({ kind: 'collection', streamId: id, type: 'CollectionChanged', subjectId: id, changed }) as const;
