import { assertEquals, test } from "#test";
import { findUser } from "../../net/users.ts";

const passwd = `root:x:0:0:root:/root:/bin/bash
# a comment
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
+nis::::::
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
short:x
odd:x:one:1::/:/bin/sh
nobodys:x:4294967295:1::/:/bin/sh
`;
const group = `root:x:0:
adm:x:4:daemon,someone
proxy:x:13:daemon
tail:x:14:undaemon
nogroup:x:65534:
`;

test("a user is found by name and by number, with its own group first", () => {
  const daemon = { name: "daemon", uid: 1, gid: 1, groups: [1, 4, 13] };
  assertEquals(findUser("daemon", { passwd, group }), daemon);
  assertEquals(findUser("1", { passwd, group }), daemon);
  assertEquals(findUser("nobody", { passwd, group }), { name: "nobody", uid: 65534, gid: 65534, groups: [65534] });
});

test("a group that lists its own user is counted once", () => {
  assertEquals(findUser("u", { passwd: "u:x:7:8::/:\n", group: "u:x:8:u\nv:x:9:u\n" })?.groups, [8, 9]);
});

test("nobody is found by a name that no line has, or by a line that makes no sense", () => {
  for (const name of ["", "x", "#", "# a comment", "+nis", "short", "odd", "nobodys", "4294967295", "2"]) {
    assertEquals(findUser(name, { passwd, group }), null, name);
  }
  assertEquals(findUser("root", { passwd: "", group: "" }), null);
});
