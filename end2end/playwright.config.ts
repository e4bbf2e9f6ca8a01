// Journeys run on the release build, each against a server and a database of its own.
import { defineConfig, devices } from "@playwright/test";

const chromium = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1360, height: 900 } };
const phone = { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } };

// `SCREENS=1` takes the pictures of docs/screens instead.
const journeys = [
  { name: "desktop", use: desktop, testIgnore: /plain|screens/ },
  { name: "phone", use: phone, testMatch: /journeys-(cancel|attendance|refund|undo|provider|move|confirm|book|hours)|axe/ },
  { name: "plain", use: { ...desktop, javaScriptEnabled: false }, testMatch: /plain/ },
  { name: "plain phone", use: { ...phone, javaScriptEnabled: false }, testMatch: /plain/ },
];

export default defineConfig({
  testDir: "tests",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    launchOptions: chromium,
    locale: "en-GB",
    timezoneId: "Europe/London",
    trace: "retain-on-failure",
  },
  projects: process.env["SCREENS"] ? [{ name: "screens", testMatch: /screens/ }] : journeys,
});
