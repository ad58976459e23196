import { number } from "../../i18n/format.ts";

/** What each act says before and after it, in Indonesian. */
export const orders = {
  roomActs: {
    open: {
      button: "Buka sesi",
      title: "Buka sesi ujian?",
      what: (n: number) =>
        `Soal dapat dibuka mulai saat ini. ${n > 0 ? `${number(n)} peserta sudah masuk dan langsung menerima soal` : "Belum ada peserta yang masuk"}; waktu tiap peserta berjalan sejak soalnya tampil. Sesi tidak dapat dikembalikan ke keadaan belum dibuka.`,
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
      what: () => "Waktu seluruh ruang berjalan lagi, serentak bagi semua.",
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
};
