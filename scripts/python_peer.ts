/** The original program in Python, which serves methods that nobody else does, patched so that it still starts. @module */

import { exists } from "./files.ts";
import { peerFolder } from "./peer_folder.ts";
import { capture } from "./run.ts";

/** The last release under this name; a change to the patches installs it again. */
const RELEASE = "shadowsocks==2.8.2 --hash=sha256:52800de519783009f12c5634c1d69a43626a1e0a1a1c25725b2d8aa31b767377\n";

/** One change: a text that must be there, and what takes its place. */
interface Patch {
  file: string;
  old: string;
  new: string;
}

const PATCHES: Patch[] = [
  // Python 3.10 moved it.
  { file: "lru_cache.py", old: "import collections\n", new: "import collections.abc\n" },
  { file: "lru_cache.py", old: "collections.MutableMapping", new: "collections.abc.MutableMapping" },
  // OpenSSL 1.1 renamed it.
  { file: "crypto/openssl.py", old: "EVP_CIPHER_CTX_cleanup", new: "EVP_CIPHER_CTX_reset" },
  // OpenSSL 3 keeps the old ciphers in a provider of their own.
  {
    file: "crypto/openssl.py",
    old: "    if hasattr(libcrypto, 'OpenSSL_add_all_ciphers'):\n",
    new: "    if hasattr(libcrypto, 'OSSL_PROVIDER_load'):\n" +
      "        libcrypto.OSSL_PROVIDER_load.argtypes = (c_void_p, c_char_p)\n" +
      "        libcrypto.OSSL_PROVIDER_load.restype = c_void_p\n" +
      "        for name in (b'default', b'legacy'):\n" +
      "            libcrypto.OSSL_PROVIDER_load(None, name)\n" +
      "    if hasattr(libcrypto, 'OpenSSL_add_all_ciphers'):\n",
  },
  // Its table leaves out modes of Camellia that its libcrypto has.
  {
    file: "crypto/openssl.py",
    old: "    'cast5-cfb': (16, 8, OpenSSLCrypto),\n",
    new:
      ["cfb1", "cfb8", "ofb", "ctr"].flatMap((mode) =>
        [128, 192, 256].map((bits) => `    'camellia-${bits}-${mode}': (${bits / 8}, 16, OpenSSLCrypto),\n`)
      ).join("") + "    'cast5-cfb': (16, 8, OpenSSLCrypto),\n",
  },
  // Newer Pythons raise where no compiler is installed; Debian keeps libraries one folder deeper.
  {
    file: "crypto/util.py",
    old: "            path = ctypes.util.find_library(name)\n",
    new: "            try:\n" +
      "                path = ctypes.util.find_library(name)\n" +
      "            except Exception:\n" +
      "                path = None\n",
  },
  {
    file: "crypto/util.py",
    old: "                '/usr/lib*/lib%s.*' % name,\n",
    new: "                '/usr/lib*/lib%s.*' % name,\n                '/usr/lib*/*-linux-gnu/lib%s.so*' % name,\n",
  },
];

/** What stands in the folder once everything is done: the release and its patches. */
const DONE = RELEASE + JSON.stringify(PATCHES);

/** Installs it where it is missing. Throws when it cannot be had. */
export async function installPython(): Promise<void> {
  const folder = `${peerFolder()}/python`;
  if (exists(`${folder}/done`) && Deno.readTextFileSync(`${folder}/done`) === DONE) return;
  if (exists(folder)) await Deno.remove(folder, { recursive: true });
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/requirements.txt`, RELEASE);
  const pip = ["python3", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
  const { code, output } = await capture([...pip, "--target", folder, "-r", `${folder}/requirements.txt`]);
  if (code !== 0) throw new Error(`Cannot install shadowsocks from PyPI:\n${output.trimEnd()}`);
  for (const patch of PATCHES) await apply(patch, `${folder}/shadowsocks/${patch.file}`);
  await Deno.writeTextFile(`${folder}/done`, DONE);
  console.log(`installed shadowsocks of Python in ${folder}`);
}

/** Applies one patch wherever its text stands. */
async function apply({ old, new: replacement }: Patch, path: string): Promise<void> {
  const text = await Deno.readTextFile(path);
  if (!text.includes(old)) throw new Error(`Cannot patch ${path}: expected in it ${JSON.stringify(old)}`);
  await Deno.writeTextFile(path, text.replaceAll(old, replacement));
}
