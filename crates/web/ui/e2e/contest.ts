import { Points } from "./points.ts";
import type { Server } from "./server.ts";
import { Room } from "./staff.ts";
import { sit, type Plan } from "./walker.ts";

/** Three rooms whose candidates have known points. */
export interface Contest {
  /** A quota of two, so six places: a tie with the last of them, one beyond, three below the passing grade. */
  readonly tie: Room;
  /** Three places, two who meet the grade. */
  readonly open: Room;
  /** Three places, nobody who meets the grade. */
  readonly failing: Room;
}

export async function contest(server: Server): Promise<Contest> {
  const points = await Points.read();
  const get = (twk: number, tiu: number, tkp: number): Plan => {
    return (paper) => points.choose(paper, { twk, tiu, tkp });
  };
  const hold = async (formation: string, name: string, plans: readonly Plan[]): Promise<Room> => {
    const room = await Room.prepare(server, { seats: plans.length, minutes: 60, formation, name });
    await room.act("open");
    for (const [at, plan] of plans.entries()) await sit(server, room.ticket(at), plan);
    return room;
  };
  const tie = await hold("BPADK-03", "Sesi pagi", [
    get(100, 110, 190),
    get(110, 110, 178),
    get(110, 100, 181),
    get(90, 105, 186),
    get(95, 110, 170),
    get(90, 110, 172),
    get(90, 110, 172),
    get(80, 110, 168),
    get(60, 110, 200),
    get(75, 70, 150),
    12,
  ]);
  const open = await hold("BPADK-02", "Sesi siang", [
    get(110, 110, 190),
    get(110, 110, 178),
    get(60, 80, 120),
  ]);
  const failing = await hold("BPADK-04", "Sesi sore", [get(60, 40, 120), 30]);
  return { tie, open, failing };
}
