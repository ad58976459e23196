import { number } from "../../i18n/format.ts";

/** Texts about acts that were done, or may have been, in Indonesian. */
export const ledger = {
  title: "Tindakan pada sesi ini",
  seatTitle: "Riwayat",
  empty: "Belum ada tindakan.",
  emptyHint: "Setiap tindakan petugas tercatat di sini: apa, oleh siapa, kapan, dan mengapa.",
  latest: (n: number) => `Yang tampil ${number(n)} tindakan terakhir.`,
  trouble: "Daftar ini belum dapat diperbarui.",
  loading: "Mengambil daftar tindakan …",
  server: "Peladen",
  by: (who: string) => `oleh ${who}`,
  minutes: (n: string) => `${n} menit`,
  span: (from: string, to: string) => `${from} sampai ${to}`,
  acts: {
    "room.opened": "Sesi dibuka",
    "room.paused": "Seluruh ruang dijeda",
    "room.resumed": "Seluruh ruang dilanjutkan",
    "room.released": "Semua peserta boleh pindah PC",
    "room.incident": "Insiden seluruh ruang",
    "room.closed": "Sesi ditutup",
    "room.sealed": "Sesi disegel",
    "seat.paused": "Dijeda",
    "seat.interrupted": "Dihentikan sementara",
    "seat.resumed": "Dilanjutkan",
    "seat.released": "Boleh pindah PC",
    "seat.incident": "Insiden",
    "seat.granted": "Waktu ditambah",
    "seat.ended": "Diakhiri",
    "seat.absent": "Dicatat tidak hadir",
    "seat.recalled": "Status tidak hadir dibatalkan",
    "seat.pin_reissued": "PIN baru diterbitkan",
    "seat.warned": "Diperingatkan",
    "seat.disqualified": "Didiskualifikasi",
    "seat.cancelled": "Pengerjaan dibatalkan",
    "seat.voided": "Pengerjaan diganti",
  } as Record<string, string>,
};

/** What became of an act that has no clear answer. */
export const outcome = {
  lostTitle: "Jawaban peladen tidak sampai",
  again: "Coba lagi, aman diulang: bila tindakan ini ternyata sudah terjadi, ia tidak terjadi dua kali.",
  notTwice:
    "Jangan diulang dulu: bila tindakan ini ternyata sudah terjadi, ia akan terjadi dua kali. Begitu tersambung, halaman ini memeriksanya sendiri.",
  checking: "Memeriksa catatan peladen …",
  happenedTitle: "Tindakan ternyata sudah terjadi",
  happened: (at: string) => `Tercatat di peladen pukul ${at}. Tidak perlu diulang.`,
  notTitle: "Tindakan belum terjadi",
  not: (at: string) => `Per ${at} tindakan ini tidak tercatat di peladen. Silakan diulang.`,
  pinAgain: "Coba lagi, aman diulang: PIN yang keluar tetap sama.",
  reissueAgain: "Coba lagi, aman diulang: PIN yang tidak sempat tampil tidak berlaku untuk siapa pun.",
  changedTitle: "Keadaan berubah sementara dialog ini terbuka",
  changedRoom: (state: string) => `Keadaan sesi sekarang: ${state}.`,
  changedSeat: (state: string) => `Keadaan peserta sekarang: ${state}.`,
  changedHint: "Tindakan ini tidak berlaku lagi; tidak ada yang dilakukan.",
  stands: "waktu seluruh ruang berhenti",
};
