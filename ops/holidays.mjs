// holidays.mjs - writes db/seed/holidays_jp.csv, the public holidays of Japan, from the package
// that ops/holidays/package-lock.json pins. Run: npm --prefix ops/holidays ci
//                                               npm --prefix ops/holidays run generate
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const FIRST_YEAR = "2020";
const LAST_YEAR = "2050";
const here = new URL("./holidays/", import.meta.url);
const require = createRequire(here);
const days = require("@holiday-jp/holiday_jp/lib/holidays.js");
const { version } = JSON.parse(
  readFileSync(new URL("node_modules/@holiday-jp/holiday_jp/package.json", here)),
);

// Quoted only where RFC 4180 asks for it, so that a reviewer reads plain lines.
const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const lines = Object.values(days)
  .filter(({ date }) => date.slice(0, 4) >= FIRST_YEAR && date.slice(0, 4) <= LAST_YEAR)
  .sort((a, b) => (a.date < b.date ? -1 : 1))
  .map(({ date, name, name_en }) =>
    [date, name, name_en, `holiday_jp ${version}`].map(cell).join(","),
  );

writeFileSync(
  new URL("../db/seed/holidays_jp.csv", import.meta.url),
  ["date,name_ja,name_en,source", ...lines, ""].join("\n"),
);
