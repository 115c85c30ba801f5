// The live status page: asks /status.json once a second, and draws the system from /system.json, which was made from
// the system's description when the image was built.
"use strict";

const PERIOD = 1000;
const HISTORY = 60;
const history = { requests: [], rx: [], tx: [] };
let before = null;

const $ = id => document.getElementById(id);
const count = n => n.toLocaleString("en");

function bytes(n) {
    const units = ["B", "KiB", "MiB", "GiB", "TiB"];
    let unit = 0;
    while (n >= 1024 && unit < units.length - 1) { n /= 1024; unit++; }
    return (unit && n < 100 ? n.toFixed(1) : Math.round(n)) + " " + units[unit];
}

function duration(ms) {
    const s = Math.floor(ms / 1000), two = n => String(n).padStart(2, "0");
    const days = Math.floor(s / 86400);
    return (days ? days + " d " : "") + two(Math.floor(s / 3600) % 24) + ":" + two(Math.floor(s / 60) % 60) + ":" + two(s % 60);
}

function svg(name, attributes, text) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    if (text !== undefined) element.textContent = text;
    return element;
}

// ---- numbers ----

function spark(id, values) {
    const most = Math.max(1, ...values);
    const x = i => (100 - 100 * (values.length - 1 - i) / (HISTORY - 1)).toFixed(2);
    const line = "M" + values.map((v, i) => `${x(i)},${(29 - 27 * v / most).toFixed(2)}`).join("L");
    $(id).replaceChildren(svg("path", { class: "area", d: `${line}L100,30L${x(0)},30Z` }), svg("path", { d: line }));
}

function rate(name, now, then, seconds, unit) {
    const value = then === undefined ? 0 : Math.max(0, (now - then) / seconds);
    history[name].push(value);
    if (history[name].length > HISTORY) history[name].shift();
    $(name + "-rate").textContent = `${count(Math.round(value * 10) / 10)} ${unit}`;
    spark(name + "-spark", history[name]);
}

function facts(id, rows) {
    $(id).replaceChildren(...rows.flatMap(([name, value]) => {
        const dt = document.createElement("dt"), dd = document.createElement("dd");
        dt.textContent = name;
        dd.textContent = value;
        return [dt, dd];
    }));
}

function bars(responses) {
    const most = Math.max(1, ...Object.values(responses));
    $("bars").replaceChildren(...Object.entries(responses).flatMap(([code, n]) => {
        const name = document.createElement("span"), bar = document.createElement("span"), number = document.createElement("span");
        name.textContent = code;
        bar.className = "bar" + (code < "300" ? " good" : code >= "500" ? " bad" : "");
        bar.style.width = 100 * Math.log(1 + n) / Math.log(1 + most) + "%";
        number.textContent = count(n);
        return [name, bar, number];
    }));
}

function show(s) {
    const seconds = before ? (s.uptime_ms - before.uptime_ms) / 1000 || 1 : 1;
    const n = s.network, h = s.http, t = s.tcp, old = before || {};
    $("uptime").textContent = duration(s.uptime_ms);
    $("address").textContent = s.address ? "at " + s.address : "waiting for an address";
    $("requests").textContent = count(h.requests);
    $("rx").textContent = count(n.rx_packets);
    $("tx").textContent = count(n.tx_packets);
    $("connections").textContent = `${h.connections} / ${h.connections_limit}`;
    $("accepted").textContent = `${count(h.accepted)} accepted, ${count(h.refused)} refused`;
    rate("requests", h.requests, old.http?.requests, seconds, "a second");
    rate("rx", n.rx_packets, old.network?.rx_packets, seconds, "a second");
    rate("tx", n.tx_packets, old.network?.tx_packets, seconds, "a second");
    bars(h.responses);
    facts("network", [
        ["Received", bytes(n.rx_bytes)], ["Sent", bytes(n.tx_bytes)], ["Content of answers", bytes(h.body_bytes)],
        ["Dropped, in and out", `${count(n.rx_dropped)}, ${count(n.tx_dropped)}`],
        ["Packets waiting, in and out", `${n.rx_queued}, ${n.tx_queued}`],
        ["Free transmit buffers", `${n.tx_free} of ${n.buffers}`],
    ]);
    facts("tcp", [
        ["Segments in, out", `${count(t.segments_in)}, ${count(t.segments_out)}`],
        ["Bad checksums", count(t.checksum_errors)], ["Connections broken off", count(h.aborted)],
        ["TCP heap in use", `${bytes(t.heap_used)} of ${bytes(t.heap_size)}`], ["Most in use so far", bytes(t.heap_most)],
        ["Site", `${count(s.site.files)} files, ${bytes(s.site.bytes)}`],
    ]);
    flow(before !== null && n.rx_packets !== before.network.rx_packets);
    before = s;
}

// ---- picture of the system ----

const isNetwork = name => /^(eth|net)_|^webserver$/.test(name);
const kind = name => name.endsWith("driver") || name.includes("virt") || name.includes("copier") ? "teal" : "gold";

function rowsOf(domains) {
    const priorities = [...new Set(domains.map(d => d.priority))].sort((a, b) => b - a);
    return priorities.map(p => domains.filter(d => d.priority === p));
}

// Where the domains of this system look best, as a share of the width; others are spread over their row.
const columns = {
    timer_driver: .57, eth_driver: .23, net_virt_tx: .11, net_virt_rx: .335, net_copier: .355, webserver: .4,
    serial_driver: .81, serial_virt_tx: .71, serial_virt_rx: .905, console: .61,
};

function place(system) {
    const places = {};
    rowsOf(system.domains).forEach((row, r) => row.forEach((domain, i) => {
        const x = 960 * (columns[domain.name] ?? (i + 1) / (row.length + 1));
        places[domain.name] = { x: Math.min(Math.max(x, 86), 874), y: 34 + r * 84, domain };
    }));
    return places;
}

function describe(domain) {
    const time = domain.passive ? "runs on its callers’ time" : `${domain.budget} µs in every ${domain.period} µs`;
    const regions = domain.maps.map(m => `${m.region} (${m.perms})`).join(", ") || "none";
    return `${domain.name}\npriority ${domain.priority}; ${time}\ninterrupts: ${domain.interrupts.join(", ") || "none"}\nmemory: ${regions}`;
}

function draw(system) {
    const places = place(system), picture = $("system");
    const bottom = Math.max(...Object.values(places).map(p => p.y));
    picture.setAttribute("viewBox", `0 0 960 ${bottom + 34}`);
    for (const [a, b] of system.channels) {
        const from = places[a], to = places[b];
        const middle = (from.y + to.y) / 2;
        const d = `M${from.x} ${from.y}C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`;
        const wire = svg("path", { class: "wire", d });
        wire.dataset.network = isNetwork(a) && isNetwork(b);
        picture.append(wire);
    }
    for (const { x, y, domain } of Object.values(places)) {
        const group = svg("g", {});
        group.append(svg("title", {}, describe(domain)),
            svg("rect", { class: kind(domain.name), x: x - 84, y: y - 25, width: 168, height: 50, rx: 11, "stroke-width": 1.5 }),
            svg("text", { x, y: y - 1, "text-anchor": "middle", "font-size": 16 }, domain.name.replaceAll("_", " ")),
            svg("text", { class: "small", x, y: y + 16, "text-anchor": "middle" }, "priority " + domain.priority));
        picture.append(group);
    }
}

function flow(active) {
    for (const wire of document.querySelectorAll("#system path")) {
        wire.setAttribute("class", active && wire.dataset.network === "true" ? "flow" : "wire");
    }
}

// ---- polling ----

function state(good, text) {
    $("dot").className = good ? "dot" : "dot lost";
    $("state").textContent = text;
}

async function poll() {
    if (document.hidden) return;
    try {
        const answer = await fetch("/status.json", { signal: AbortSignal.timeout(5000) });
        show(await answer.json());
        state(true, "answering");
    } catch {
        state(false, "no answer; asking again");
        flow(false);
    }
}

async function start() {
    try {
        const system = await (await fetch("/system.json")).json();
        draw(system);
    } catch {
        $("system").closest("figure").hidden = true;
    }
    for (;;) {
        await poll();
        await new Promise(done => setTimeout(done, PERIOD));
    }
}

start();
