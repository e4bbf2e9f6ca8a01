// What the benches share: the release build on a fresh demo, somebody signed in, and one line a
// budget: `name: measured (≤ budget) ok|OVER`.
const { spawn } = require("node:child_process");
const { cpSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } = require("node:fs");
const http = require("node:http");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");

const root = resolve(__dirname, "..");
const program = process.env.KEPT_PROGRAM ?? join(root, "target/release/kept");
const site = process.env.KEPT_SITE ?? join(root, "target/site");
/** A Monday morning on which Maya's first client, Daniel, has sessions on both sides of now. */
const MONDAY = "2026-11-23T06:40:00Z";

function requireBuild() {
  if (existsSync(program) && existsSync(join(site, "assets.json"))) return;
  console.error("There is no release build. Make one: cargo build --release -p server && cargo xtask build --release");
  process.exit(2);
}

/** A folder for one run, gone when the bench ends. */
function folder() {
  const path = mkdtempSync(join(tmpdir(), "kept-bench-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Where more files can be laid beside those of the front end. */
function copyOfSite() {
  const copy = join(folder(), "site");
  cpSync(site, copy, { recursive: true });
  return copy;
}

/** Serves from `data`, and answers once it listens. */
async function serve(data, settings = {}) {
  const env = {
    ...process.env,
    KEPT_DEMO: "1",
    KEPT_ADDR: "127.0.0.1:0",
    KEPT_CLOCK: MONDAY,
    KEPT_DATA: data,
    KEPT_SITE: site,
    KEPT_LOG: "warn",
    ...settings,
  };
  const log = openSync(`${data}.log`, "w");
  process.on("exit", () => rmSync(`${data}.log`, { force: true }));
  const child = spawn(program, ["serve"], { env, stdio: ["ignore", "pipe", log] });
  process.on("exit", () => child.kill("SIGKILL"));
  const url = await new Promise((found, lost) => {
    let said = "";
    child.stdout.on("data", (text) => {
      said += text;
      const line = said.match(/listening on (http:\S+)/);
      if (line) found(line[1]);
    });
    child.once("exit", (code) => lost(new Error(`kept ended with ${code}: ${readFileSync(`${data}.log`)}`)));
  });
  const stop = async () => {
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await ended;
  };
  return { url, pid: child.pid, stop };
}

/** What the program wants where it is no demonstration; no letter leaves while pages are only read. */
const EARNEST = {
  KEPT_DEMO: "0",
  KEPT_SECRET: "a secret of thirty-two characters or more",
  KEPT_ORIGIN: "http://127.0.0.1",
  KEPT_SMTP_URL: "smtp://127.0.0.1:1",
  KEPT_MAIL_FROM: "no-reply@kept.example",
};

/**
 * Somebody signed in, and the address of Daniel's page, on a server as people meet it: the
 * demonstration's bookings by today's clock, and none of its own panels, which cost a page a quarter.
 */
async function serveInEarnest(settings = {}) {
  const data = folder();
  const demo = await serve(data, { KEPT_CLOCK: "" });
  const cookie = await signIn(demo.url);
  const path = await clientPage(demo.url, cookie);
  await demo.stop();
  const server = await serve(data, { KEPT_CLOCK: "", ...EARNEST, ...settings });
  return { server, cookie, path };
}

/** One request: its status, headers, and the bytes as they came. */
function ask(url, { method = "GET", headers = {}, body, agent } = {}) {
  return new Promise((answered, failed) => {
    const request = http.request(url, { method, headers, agent }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("error", failed);
      answer.on("end", () => {
        answered({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) });
      });
    });
    request.on("error", failed);
    request.end(body);
  });
}

/** The cookie of someone of the cast, by one press. */
async function signIn(url, name = "Maya Okafor") {
  const page = (await ask(`${url}/sign-in`)).body.toString();
  const before = page.slice(0, page.indexOf(`<b>${name}`));
  const person = [...before.matchAll(/name="person"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="person"/g)].at(-1);
  const answer = await ask(`${url}/do/sign_in_as`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
      accept: "text/html",
    },
    body: `person=${person[1] ?? person[2]}`,
  });
  return answer.headers["set-cookie"][0].split(";")[0];
}

/** The address of Daniel's page. */
async function clientPage(url, cookie) {
  const list = (await ask(`${url}/clients`, { headers: { cookie } })).body.toString();
  const rows = list.matchAll(/<a [^>]*href="(\/clients\/[0-9a-f-]{36})"[^]*?<\/a>/g);
  const daniel = [...rows].find(([row]) => row.includes("Daniel"));
  return daniel[1];
}

/** Seconds of the processor that a process has used. */
function processor(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const CONNECTIONS = 16;
const WARM = 1000;

/** Milliseconds of the server's processor for one request; with a body, of a server function. */
async function cost(server, { path, headers = {}, body, requests }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const form = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
  const how = body ? { method: "POST", headers: { ...form, ...headers }, body, agent } : { headers, agent };
  const send = async (count) => {
    let left = count;
    const one = async () => {
      while (left-- > 0) {
        const answer = await ask(server.url + path, how);
        if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, one));
  };
  await send(WARM);
  const before = processor(server.pid);
  await send(requests);
  const used = processor(server.pid) - before;
  agent.destroy();
  return (used * 1000) / requests;
}

/** Resident memory, in MiB. */
function memory(pid) {
  return Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Says how it went, and remembers what is over its budget for the exit code. */
function tell(name, measured, unit, sign, budget) {
  const kept = sign === "≤" ? measured <= budget : measured >= budget;
  const text = Number.isInteger(measured) ? measured : measured.toPrecision(3);
  console.log(`${name}: ${text}${unit} (${sign} ${budget}${unit}) ${kept ? "ok" : "OVER"}`);
  if (!kept) process.exitCode = 1;
}

module.exports = {
  root, requireBuild, folder, copyOfSite, serve, serveInEarnest, ask, signIn, clientPage, processor, cost, memory, median, tell,
};
