import { clock, countdown, number } from "../i18n/format.ts";
import { ledger, outcome } from "./outcome/id.ts";
import { orders } from "./orders/id.ts";

/** Texts of the desk's and the proctor's page, in Indonesian. */
export const id = {
  context: "Registrasi dan pengawas",
  notForYou: "Halaman ini untuk petugas registrasi, pengawas, dan panitia.",
  notForYouHint: "Akun Anda tidak memiliki peran pada sesi ujian. Hubungi administrator.",

  ledger,
  outcome,

  sittings: {
    title: "Pilih sesi ujian",
    empty: "Belum ada sesi ujian untuk Anda.",
    emptyHint: "Sesi yang dibuat oleh panitia akan tampil di sini.",
    refresh: "Muat ulang",
    status: { planned: "Belum dibuka", open: "Sedang berlangsung", closed: "Ditutup", sealed: "Disegel" },
    enter: (name: string) => `Buka ${name}`,
  },

  backToAll: "Kembali ke semua sesi",
  refusals: {
    not_found: "Sesi ini tidak ada, atau alamatnya salah.",
    forbidden: "Akun Anda tidak ditugaskan pada sesi ini. Hubungi administrator bila seharusnya begitu.",
  } as Record<string, string>,
  nav: { label: "Bagian sesi", all: "Semua sesi", desk: "Meja registrasi", room: "Ruang ujian" },
  loadingRoom: "Mengambil keadaan ruang …",
  cannotOpen: "Sesi ini tidak dapat dibuka",

  link: {
    opening: "Menyambung …",
    live: "Langsung",
    liveAt: (at: string) => `Langsung ${at}`,
    silent: (seconds: string) => `Tak terdengar ${seconds} dtk`,
    polling: "Diperbarui tiap 3 detik",
    lost: (at: string) => `Sambungan terputus. Keadaan per ${at}`,
    lostShort: "Terputus",
    lostHint:
      "Yang tampil adalah keadaan terakhir; ujian di PC peserta tidak bergantung pada halaman ini. Periksa kabel jaringan atau Wi-Fi perangkat ini. Menyambung ulang …",
    troubleHint:
      "Peladen terjangkau, tetapi sedang bermasalah; yang tampil adalah keadaan terakhir. Bila tetap begini, hubungi teknisi. Menyambung ulang …",
    nothingYet: "Ruang belum dapat ditampilkan",
    nothingTrouble:
      "Peladen terjangkau, tetapi sedang bermasalah. Bila tetap begini, hubungi teknisi. Halaman ini mencoba lagi sendiri.",
    nothingHint:
      "Peladen tidak dapat dihubungi. Periksa kabel jaringan atau Wi-Fi perangkat ini. Halaman ini menyambung sendiri.",
    back: "Tersambung kembali.",
  },

  standing: {
    not_arrived: "Belum hadir",
    present: "Hadir",
    logged_in: "Sudah masuk",
    answering: "Mengerjakan",
    disconnected: "Terputus",
    paused: "Dijeda",
    finished: "Selesai",
    absent: "Tidak hadir",
    out: "Dibatalkan",
  },
  standingHint: {
    not_arrived: "Belum melapor di meja registrasi",
    present: "Sudah registrasi, belum masuk di PC",
    logged_in: "Sudah masuk di PC, menunggu soal",
    answering: "Waktu berjalan dan PC terdengar",
    disconnected: "Tidak terdengar lebih dari 15 detik",
    paused: "Waktu berhenti",
    finished: "Sudah selesai atau waktunya habis",
    absent: "Tidak memulai ujian (TH)",
    out: "Dibatalkan atau diganti",
  },
  warned: "Diperingatkan",
  warnings: (n: number) => `${number(n)} peringatan`,
  disqualified: "Didiskualifikasi",
  disqualifiedShort: "DIS",
  released: "Boleh pindah PC",
  rebased: (n: number) => `${number(n)} jawaban dipulihkan dari PC`,

  counters: {
    title: "Jumlah peserta",
    expected: "Terdaftar",
    arrived: "Hadir",
    not_arrived: "Belum hadir",
    logged_in: "Sudah masuk",
    answering: "Mengerjakan",
    finished: "Selesai",
    absent: "Tidak hadir",
  },

  desk: {
    title: "Meja registrasi",
    search: "Pindai kartu, atau ketik nomor atau nama",
    searchHint: "Pemindai siap kapan saja. Esc: peserta berikutnya.",
    find: "Cari",
    results: (n: number) => `${number(n)} peserta cocok`,
    first: (n: number) => `${number(n)} peserta pertama yang cocok; lengkapi nama atau nomor.`,
    none: "Tidak ada peserta yang cocok pada sesi ini.",
    noneHint: "Periksa ejaan nama atau nomor pada kartu ujian, atau sesi yang tertulis di sana.",
    noSeats: "Sesi ini belum memiliki peserta.",
    noSeatsHint: "Peserta ditempatkan pada sesi oleh panitia. Halaman ini diperbarui sendiri.",
    all: (n: number) => `Cetak slip semua yang hadir (${number(n)}) …`,
    allTitle: "Cetak slip semua yang hadir",
    allWhat: (n: number) =>
      `Slip PIN ${number(n)} peserta yang sudah ditandai hadir dan belum selesai, menurut tempat duduk. PIN tidak berubah. Peserta yang belum datang tidak ikut: PIN baru keluar setelah identitasnya dicocokkan.`,
    allKeep: "Slip memuat PIN: serahkan hanya kepada pemiliknya.",
    allReady: (n: number) => `${number(n)} slip siap dicetak.`,
    allProgress: (n: number, all: number) => `${number(n)} dari ${number(all)} slip disiapkan`,
    allDo: "Siapkan slip",
    allPrint: (n: number) => `Cetak ${number(n)} slip`,
    allLost: "Terhenti karena peladen tidak menjawab. Coba lagi, aman diulang: PIN tetap sama.",
    unknown: (no: string) =>
      `Nomor ${no} tidak terdaftar pada sesi ini. Periksa sesi pada kartu ujian peserta.`,
    ready: "Siap untuk peserta berikutnya",
    readyHint: "Pindai kartu ujian. Cocokkan nama dan foto pada KTP dengan data yang tampil.",
    name: "Nama",
    participantNo: "Nomor peserta",
    place: "Tempat duduk",
    noPlace: "Bebas",
    checkIn: "Tandai hadir dan tampilkan PIN",
    showPin: "Tampilkan PIN lagi",
    reissue: "Terbitkan PIN baru …",
    next: "Peserta berikutnya",
    pin: "PIN registrasi",
    issue: (n: number) =>
      n > 1 ? `Terbitan ke-${number(n)}; PIN sebelumnya tidak berlaku` : "Terbitan pertama",
    print: "Cetak slip",
    hide: "Sembunyikan PIN",
    checkedIn: (name: string) => `${name} ditandai hadir.`,
    mayNot:
      "Akun Anda hanya dapat melihat; menandai hadir memerlukan peran petugas registrasi atau pengawas.",
    closed: "Sesi sudah ditutup. Registrasi tidak dapat dilakukan lagi.",
    why: {
      finished: "Peserta sudah menyelesaikan ujian.",
      absent: "Peserta sudah dicatat tidak hadir.",
      cancelled: "Pengerjaan peserta ini dibatalkan.",
      voided: "Pengerjaan peserta ini diganti dengan yang baru.",
    },
    refusedStatus:
      "Status peserta tidak mengizinkan: ia sudah selesai, dicatat tidak hadir, atau dibatalkan.",
    reissueTitle: "Terbitkan PIN baru",
    reissueWhat: (name: string) =>
      `PIN lama ${name} tidak berlaku lagi untuk masuk. Bila peserta sedang mengerjakan, ia tetap dapat melanjutkan. Alasan dicatat.`,
    reissueDo: "Terbitkan PIN baru",
    reissueReasons: ["Slip hilang", "PIN terlihat orang lain"],
    slip: {
      title: "Slip PIN registrasi",
      keep: "Rahasiakan PIN ini. Masukkan nomor peserta dan PIN di PC ujian.",
      printed: (at: string) => `Dicetak ${at}`,
    },
  },

  room: {
    title: "Ruang ujian",
    acts: "Tindakan untuk seluruh ruang",
    actsShort: "Tindakan",
    filter: "Saring menurut keadaan",
    showAll: "Tampilkan semua",
    shown: (n: number, all: number) => `${number(n)} dari ${number(all)} peserta`,
    search: "Cari nama, nomor, atau tempat",
    view: "Bentuk tampilan",
    map: "Denah",
    list: "Daftar",
    mapLabel: "Denah tempat duduk. Gunakan tombol panah untuk berpindah.",
    none: "Tidak ada peserta yang cocok.",
    noneHint: "Ubah pencarian atau saringan keadaan.",
    empty: "Sesi ini belum memiliki peserta.",
    emptyHint: "Peserta ditempatkan pada sesi oleh panitia.",
    answered: (n: number, all: number) => `${number(n)} dari ${number(all)} soal terjawab`,
    opened: (at: string) => `Dibuka ${at}`,
    starts: (at: string) => `Jadwal ${at}`,
    columns: {
      place: "Tempat",
      no: "Nomor peserta",
      name: "Nama",
      standing: "Keadaan",
      answered: "Terjawab",
      ends: "Berakhir",
      contact: "Kontak terakhir",
    },
    pick: "Pilih peserta pada denah untuk melihat rincian dan tindakan.",
    acts_none: "Akun Anda hanya dapat melihat sesi ini.",
  },

  seat: {
    title: "Rincian peserta",
    close: "Tutup rincian",
    answered: "Terjawab",
    left: "Sisa waktu",
    ends: (at: string) => `berakhir ${at}`,
    stands: "Waktu berhenti",
    contact: "Kontak terakhir",
    never: "Belum pernah",
    logins: "PC",
    loginsHint: (epoch: number) =>
      epoch === 0 ? "Belum masuk" : epoch === 1 ? "PC pertama" : `PC ke-${number(epoch)}`,
    acts: "Tindakan",
    none: "Tidak ada tindakan yang dapat dilakukan pada keadaan ini.",
    desk: "Buka di meja registrasi",
  },

  notices: {
    paused: "Waktu seluruh ruang berhenti",
    pausedSince: (at: string) =>
      `Sejak ${at}. Waktu yang berhenti dikembalikan kepada setiap peserta saat dilanjutkan.`,
    pausedWords: (words: string) => `Alasan: ${words}`,
    pausedUnknown: "Waktu yang berhenti dikembalikan kepada setiap peserta saat sesi dilanjutkan.",
    outage: (from: string, to: string, length: string) =>
      `Peladen tidak tersedia ${from} sampai ${to} (${length}). Waktu itu dikembalikan kepada peserta yang sedang mengerjakan.`,
    outageNow: (from: string) => `Peladen tidak tersedia sejak ${from}.`,
    outages: (n: number, latest: string) =>
      n === 1
        ? `Gangguan peladen pukul ${latest}`
        : `Gangguan peladen: ${number(n)} kali, terakhir pukul ${latest}`,
    outagesEarlier: (n: number) => `Dan ${number(n)} lagi sebelumnya.`,
    steps: "Jam dinding peladen melompat",
    step: (at: string, by: string) => `Pada ${at} jam bergeser ${by}. Waktu ujian tidak ikut bergeser.`,
    stepsHint: "Bila ruang terganggu, nyatakan sebagai insiden.",
    setBacks: "Basis data mundur ke keadaan sebelumnya",
    setBack: (from: string, to: string) =>
      `Catatan dari ${from} sampai ${to} hilang di sana. Halaman yang terbuka mengirim ulang jawabannya sendiri.`,
    setBacksHint:
      "Periksa tindakan petugas pada waktu itu: registrasi, pindah tempat, tambahan waktu, teguran. Peserta yang baru selesai menyelesaikan lagi.",
    forward: (seconds: string) => `maju ${seconds} detik`,
    backward: (seconds: string) => `mundur ${seconds} detik`,
    disconnected: (n: number) => `${number(n)} peserta terputus`,
    disconnectedShow: "Tampilkan",
  },

  dialog: {
    early: (at: string) =>
      `Jadwal sesi ini ${at}. Membuka lebih awal memperlihatkan soal sebelum waktunya; tuliskan alasannya.`,
    reason: "Alasan",
    reasonHint: "Dicatat dalam berita acara.",
    reasonMissing: "Tuliskan alasan.",
    minutes: "Tambahan waktu (menit)",
    minutesWrong: "Isi 1 sampai 240 menit.",
    from: "Dari pukul",
    to: "Sampai pukul",
    spanWrong: "Awal harus sebelum akhir, dan akhir tidak boleh di masa depan.",
    leftNow: (left: string) => `Sisa waktu saat dilanjutkan: ${left}.`,
    fromContact: (at: string) => `Usulan awal: kontak terakhir PC ini, ${at}.`,
    fromOutage: (at: string) => `Usulan awal: gangguan terakhir, ${at}.`,
    sure: "Saya mengerti bahwa tindakan ini tidak dapat dibatalkan",
    sureMissing: "Beri tanda bila Anda yakin.",
    refusedChanged:
      "Tindakan belum dilakukan: keadaan peserta ini lebih dahulu berubah. Lihat perubahannya, lalu putuskan lagi.",
    remark: "Keterangan (boleh dikosongkan)",
    refusedStatus: "Keadaan peserta tidak memungkinkan tindakan ini.",
    refusedRoom: "Keadaan sesi tidak memungkinkan tindakan ini.",
    refusedRule: "Aturan tidak mengizinkan tindakan ini pada keadaan sekarang.",
    refusedSpan: "Jangka waktu insiden harus sejak ujian dimulai dan sudah berlalu. Sesuaikan jamnya.",
    refusedForbidden: "Akun Anda tidak berwenang melakukan tindakan ini pada sesi ini.",
    stillRunning: (n: number) =>
      `${number(n)} peserta masih mengerjakan. Sesi tidak dapat ditutup sebelum mereka selesai atau waktunya habis.`,
    returns: "Yang diterima setiap peserta",
    returnsAll: (n: number, least: string, most: string) =>
      least === most
        ? `${number(n)} peserta mendapat kembali ${most}.`
        : `${number(n)} peserta mendapat kembali ${least} sampai ${most}.`,
    returnsSince: (at: string, why: string) => `Waktu berhenti sejak ${at}: ${why}.`,
    pauseReasons: {
      proctor: "dijeda pengawas",
      outage: "gangguan peladen",
      clock: "jam peladen tidak dapat dipercaya; dengan melanjutkan Anda menyatakan jam sudah benar",
    },
    returnsAsOf: (at: string) => `Angka per ${at}; belum dapat diperbarui.`,
    returnsLost: "Angka belum dapat diambil dari peladen. Menyambung ulang …",
    returnsOwn: (n: number) => `${number(n)} peserta tetap dijeda sendiri.`,
    returnsNone: "Tidak ada peserta yang sedang mengerjakan.",
    back: "Dikembalikan",
    left: "Sisa waktu",
    ownPause: "dijeda sendiri",
    floor: "Tidak ada peserta yang melanjutkan dengan kurang dari 30 detik.",
  },

  ...orders,
  happened: {
    left: (left: number) => `Sisa waktu ${countdown(left)}.`,
    until: (at: number) => `Berakhir ${clock(at)}.`,
  },
};

export type Texts = typeof id;
