import pg from 'pg';

const { TIMESTAMPTZ } = pg.types.builtins;
/** An instant as a session in UTC writes it, which V8 reads as it is: before the year 1000 it would not. */
const utc = /^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/;

/** Reads the values of rows as pg does, and instants in half of its time: a page of memories has some fifty. */
export const rowTypes: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    const usual = pg.types.getTypeParser(oid, format);
    if (oid !== TIMESTAMPTZ || format === 'binary') return usual;
    return (text: string) => (utc.test(text) ? new Date(text) : usual(text));
  },
};
