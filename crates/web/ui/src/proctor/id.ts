import { clock, countdown, number } from "../i18n/format.ts";

/** Texts of the desk's and the proctor's page, in Indonesian. */
export const id = {
  context: "Registrasi dan pengawas",
  notForYou: "Halaman ini untuk petugas registrasi, pengawas, dan panitia.",
  notForYouHint: "Akun Anda tidak memiliki peran pada sesi ujian. Hubungi administrator.",

  sittings: {
    title: "Pilih sesi ujian",
    empty: "Belum ada sesi ujian untuk Anda.",
    emptyHint: "Sesi yang dibuat oleh panitia akan tampil di sini.",
    refresh: "Muat ulang",
    status: { planned: "Belum dibuka", open: "Sedang berlangsung", closed: "Ditutup", sealed: "Disegel" },
    enter: (name: string) => `Buka ${name}`,
  },

  nav: { label: "Bagian sesi", all: "Semua sesi", desk: "Meja registrasi", room: "Ruang ujian" },
  loadingRoom: "Mengambil keadaan ruang …",
  cannotOpen: "Sesi ini tidak dapat dibuka",

  link: {
    opening: "Menyambung …",
    live: "Langsung",
    polling: "Diperbarui tiap 3 detik",
    lost: (at: string) => `Sambungan terputus. Keadaan per ${at}`,
    lostHint:
      "Peladen belum dapat dihubungi; yang tampil adalah keadaan terakhir. Ujian di PC peserta tidak bergantung pada halaman ini. Menyambung ulang …",
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
    searchHint: "Pemindai dapat dipakai kapan saja di halaman ini. Esc: peserta berikutnya.",
    find: "Cari",
    results: (n: number) => `${number(n)} peserta cocok`,
    more: "Hasil dibatasi; lengkapi nama atau nomor.",
    none: "Tidak ada peserta yang cocok pada sesi ini.",
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
    filter: "Saring menurut keadaan",
    showAll: "Tampilkan semua",
    shown: (n: number, all: number) => `${number(n)} dari ${number(all)} peserta`,
    search: "Cari nama, nomor, atau tempat",
    view: "Bentuk tampilan",
    map: "Denah",
    list: "Daftar",
    mapLabel: "Denah tempat duduk. Gunakan tombol panah untuk berpindah.",
    none: "Tidak ada peserta dengan keadaan ini.",
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
    log: "Tindakan dari halaman ini",
    logEmpty: "Belum ada tindakan.",
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
    outages: "Gangguan peladen",
    steps: "Jam dinding peladen melompat",
    step: (at: string, by: string) => `Pada ${at} jam bergeser ${by}. Waktu ujian tidak ikut bergeser.`,
    stepsHint: "Bila ruang terganggu, nyatakan sebagai insiden.",
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
    fromContact: (at: string) => `Usulan awal: kontak terakhir PC ini, ${at}.`,
    fromOutage: (at: string) => `Usulan awal: gangguan terakhir, ${at}.`,
    sure: "Saya mengerti bahwa tindakan ini tidak dapat dibatalkan",
    sureMissing: "Beri tanda bila Anda yakin.",
    noAnswer:
      "Jawaban peladen tidak sampai. Tindakan mungkin sudah terjadi: periksa keadaan ruang sebelum mengulang.",
    refusedStatus: "Keadaan peserta sudah berubah sehingga tindakan ini tidak berlaku lagi.",
    refusedRoom: "Keadaan sesi sudah berubah sehingga tindakan ini tidak berlaku lagi.",
    refusedRule: "Aturan tidak mengizinkan: periksa alasan, jangka waktu, dan keadaan saat ini.",
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
    returnsNone: "Tidak ada peserta yang sedang mengerjakan.",
    back: "Dikembalikan",
    left: "Sisa waktu",
    ownPause: "dijeda sendiri",
    floor: "Tidak ada peserta yang melanjutkan dengan kurang dari 30 detik.",
  },

  roomActs: {
    open: {
      button: "Buka sesi",
      title: "Buka sesi ujian?",
      what: (n: number) =>
        `Soal dapat dibuka mulai saat ini. ${number(n)} peserta sudah masuk dan langsung menerima soal; waktu tiap peserta berjalan sejak soalnya tampil. Sesi tidak dapat dikembalikan ke keadaan belum dibuka.`,
      done: "Sesi dibuka.",
    },
    pause: {
      button: "Jeda",
      title: "Jeda seluruh ruang?",
      what: (n: number) =>
        `Waktu berhenti untuk seluruh ruang, termasuk ${number(n)} peserta yang sedang mengerjakan. Layar mereka terkunci sampai sesi dilanjutkan. Tidak ada waktu yang hilang.`,
      done: "Seluruh ruang dijeda.",
    },
    resume: {
      button: "Lanjutkan",
      title: "Lanjutkan seluruh ruang?",
      what: (n: number) => `Waktu ${number(n)} peserta berjalan lagi, semua serentak.`,
      done: "Seluruh ruang dilanjutkan.",
    },
    release: {
      button: "Izinkan pindah PC",
      title: "Izinkan semua peserta pindah PC?",
      what: (n: number) =>
        `Setiap peserta (${number(n)} sedang mengerjakan) boleh masuk sekali di PC lain dengan PIN-nya. PC lama lalu tidak dapat mengirim jawaban lagi. Siapa yang tetap di PC-nya tidak terpengaruh.`,
      done: "Semua peserta boleh pindah PC satu kali.",
    },
    incident: {
      button: "Insiden",
      title: "Nyatakan insiden untuk seluruh ruang",
      what: () =>
        "Waktu antara kedua saat itu dikembalikan kepada setiap peserta yang sedang mengerjakan. Bagian yang sudah dihitung sebagai jeda tidak dihitung dua kali.",
      done: "Insiden dicatat; waktunya dikembalikan.",
    },
    close: {
      button: "Tutup sesi",
      title: "Tutup sesi ujian?",
      what: (n: number) =>
        n > 0
          ? `${number(n)} peserta yang belum memulai akan dicatat tidak hadir (TH). Setelah ditutup, tidak ada yang dapat memulai lagi.`
          : "Semua peserta sudah selesai. Setelah ditutup, tidak ada yang dapat memulai lagi.",
      done: "Sesi ditutup.",
    },
    seal: {
      button: "Segel",
      title: "Segel hasil sesi?",
      what: () =>
        "Berita acara dinyatakan ditandatangani. Jawaban dan waktu tidak dapat diubah lagi; hanya panitia masih dapat mendiskualifikasi atau membatalkan dengan alasan.",
      done: "Sesi disegel.",
    },
  },

  seatActs: {
    release: {
      button: "Izinkan pindah PC",
      title: (who: string) => `Izinkan ${who} pindah PC?`,
      what: "Peserta boleh masuk di PC lain dengan PIN-nya. Saat ia masuk di sana, PC lama tidak dapat mengirim jawaban lagi; jawaban yang belum terkirim dari PC lama tidak dihitung.",
      done: (who: string) => `${who} boleh masuk di PC lain.`,
      reasons: ["PC rusak", "PC mati"],
    },
    pause: {
      button: "Jeda",
      title: (who: string) => `Jeda ${who}?`,
      what: "Waktu peserta ini berhenti dan layarnya terkunci sampai dilanjutkan. Tidak ada waktu yang hilang.",
      done: (who: string) => `${who} dijeda.`,
      reasons: ["Gangguan PC", "Peserta sakit"],
    },
    resume: {
      button: "Lanjutkan",
      title: (who: string) => `Lanjutkan ${who}?`,
      what: "Waktu peserta ini berjalan lagi dengan sisa waktu saat dijeda.",
      done: (who: string) => `${who} dilanjutkan.`,
      reasons: [] as string[],
    },
    grant: {
      button: "Tambah waktu",
      title: (who: string) => `Tambah waktu untuk ${who}`,
      what: "Waktu berakhir peserta ini mundur sebanyak tambahan itu. Peserta melihatnya di layar.",
      done: (who: string) => `Waktu ${who} ditambah.`,
      reasons: ["Gangguan listrik", "PC lambat"],
    },
    incident: {
      button: "Insiden",
      title: (who: string) => `Nyatakan insiden untuk ${who}`,
      what: "Waktu antara kedua saat itu dikembalikan. Bagian yang sudah dihitung sebagai jeda tidak dihitung dua kali.",
      done: (who: string) => `Insiden ${who} dicatat; waktunya dikembalikan.`,
      reasons: ["Jaringan putus", "PC menyala ulang"],
    },
    warn: {
      button: "Peringatkan",
      title: (who: string) => `Beri peringatan kepada ${who}?`,
      what: "Peringatan dicatat dengan alasan dan nama Anda. Waktu dan jawaban tidak berubah.",
      done: (who: string) => `${who} diperingatkan.`,
      reasons: ["Berbicara dengan peserta lain", "Menoleh berulang kali"],
    },
    end: {
      button: "Akhiri",
      title: (who: string) => `Akhiri pengerjaan ${who}?`,
      what: "Pengerjaan berakhir sekarang, sebelum waktunya habis. Jawaban yang sudah tersimpan dinilai.",
      done: (who: string) => `Pengerjaan ${who} diakhiri.`,
      reasons: ["Peserta mengundurkan diri", "Peserta meninggalkan ruang"],
    },
    absent: {
      button: "Catat tidak hadir",
      title: (who: string) => `Catat ${who} tidak hadir?`,
      what: "Peserta dicatat tidak hadir (TH) dan tidak dapat memulai lagi pada sesi ini.",
      done: (who: string) => `${who} dicatat tidak hadir.`,
      reasons: ["Tidak datang sampai registrasi ditutup"],
    },
    recall: {
      button: "Batalkan status tidak hadir",
      title: (who: string) => `Batalkan status tidak hadir ${who}?`,
      what: "Peserta kembali ke keadaan sebelum dicatat tidak hadir dan dapat mengikuti sesi ini selama belum ditutup.",
      done: (who: string) => `${who} tidak lagi dicatat tidak hadir.`,
      reasons: ["Salah catat"],
    },
    disqualify: {
      button: "Diskualifikasi",
      title: (who: string) => `Diskualifikasi ${who}?`,
      what: "Peserta didiskualifikasi (DIS). Bila masih mengerjakan, pengerjaannya berakhir sekarang. Nilainya tetap tercatat, tetapi ia tidak menempati peringkat.",
      done: (who: string) => `${who} didiskualifikasi.`,
      reasons: ["Menggunakan alat komunikasi", "Digantikan orang lain"],
    },
    cancel: {
      button: "Batalkan pengerjaan",
      title: (who: string) => `Batalkan pengerjaan ${who}?`,
      what: "Pengerjaan dibatalkan dan tidak dinilai (TMS). Peserta tidak dapat melanjutkan.",
      done: (who: string) => `Pengerjaan ${who} dibatalkan.`,
      reasons: [] as string[],
    },
  },
  roomReasons: {
    pause: ["Listrik padam", "Gangguan jaringan", "Keadaan darurat"],
    release: ["PC diganti setelah gangguan", "Pindah ruang"],
    incident: ["Listrik padam", "Gangguan jaringan"],
    open: ["Jadwal dimajukan panitia", "Uji coba ruang"],
    close: ["Pulang sebelum mulai", "Tidak sempat mulai"],
  } as Record<string, string[]>,
  happened: {
    left: (left: number) => `Sisa waktu ${countdown(left)}.`,
    until: (at: number) => `Berakhir ${clock(at)}.`,
  },
};

export type Texts = typeof id;
