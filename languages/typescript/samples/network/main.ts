import { connect } from "node:net";

const socket = connect({ host: "192.0.2.1", port: 80, timeout: 1000 });
socket.on("connect", () => console.log("connected"));
socket.on("error", () => console.log("no network"));
