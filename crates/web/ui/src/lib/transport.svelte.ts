import { ask } from "../api/client.ts";

/** Whether what this page says and hears can be read on the way: every page warns of it. */
export const transport = $state({ insecure: false });

/**
 * Asks the server where the address alone does not tell: on the server's own machine plain HTTP is harmless, but the
 * same server may have been allowed to speak it to the whole network.
 */
export async function learnTransport({ protocol, hostname }: Location): Promise<void> {
  if (protocol !== "http:") return;
  transport.insecure = !isLoopback(hostname);
  if (transport.insecure) return;
  try {
    transport.insecure = (await ask<{ insecure: boolean }>("/public/server")).insecure;
  } catch {
    // No answer, no more to say than the address does.
  }
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host.startsWith("127.") || host.endsWith(".localhost");
}
