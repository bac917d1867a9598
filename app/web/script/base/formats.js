// How sizes, times and counts are written.

const LOCALE = "en";
const number = new Intl.NumberFormat(LOCALE);
const decimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const exactly = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });
const plural = new Intl.PluralRules(LOCALE);

const SIZES = ["KB", "MB", "GB", "TB"];
const SPOKEN = { B: "bytes", KB: "kilobytes", MB: "megabytes", GB: "gigabytes", TB: "terabytes" };
const SPANS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** `1,234`. */
export function count(value) {
  return number.format(value);
}

/** `1 file`, `2 files`. */
export function counted(value, one, many) {
  return `${count(value)} ${plural.select(value) === "one" ? one : many}`;
}

function scaled(bytes) {
  if (bytes < 1024) return [bytes, "B"];
  let [value, at] = [bytes / 1024, 0];
  while (value >= 1024 && at < SIZES.length - 1) [value, at] = [value / 1024, at + 1];
  return [value, SIZES[at]];
}

/** `543.42 KB`, in units of 1024. */
export function size(bytes) {
  const [value, unit] = scaled(bytes);
  return `${decimal.format(value)} ${unit}`;
}

/** `543 kilobytes`, for readers. */
export function spokenSize(bytes) {
  const [value, unit] = scaled(bytes);
  return `${Math.round(value)} ${SPOKEN[unit]}`;
}

/** `38 minutes ago`. */
export function ago(time) {
  const seconds = (Date.parse(time) - Date.now()) / 1000;
  const [unit, span] = SPANS.find(([, each]) => Math.abs(seconds) >= each) ?? [];
  return unit ? relative.format(Math.round(seconds / span), unit) : "just now";
}

/** `Nov 21, 2026, 5:31:36 AM`, where the person is. */
export function moment(time) {
  return exactly.format(new Date(time));
}
