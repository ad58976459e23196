/** Texts about results that committee and public share, in Indonesian. */
export const id = {
  total: "Total",
  subTests: {
    twk: "Tes Wawasan Kebangsaan",
    tiu: "Tes Intelegensia Umum",
    tkp: "Tes Karakteristik Pribadi",
  } as Record<string, string>,
  codes: {
    "P/L": "Memenuhi nilai ambang batas dan lanjut ke tahap berikutnya",
    P: "Memenuhi nilai ambang batas, tetapi tidak masuk jumlah yang lanjut",
    TL: "Tidak memenuhi nilai ambang batas",
    TH: "Tidak hadir",
    TMS: "Tidak memenuhi syarat",
    DIS: "Didiskualifikasi",
    APS: "Mengundurkan diri",
  } as Record<string, string>,
  unknownCode: "Arti kode ini ditetapkan oleh kebijakan seleksi",
  within: (rank: string, places: string) =>
    `Peringkat ${rank} termasuk dalam ${places} tempat yang tersedia, jadi lanjut ke tahap berikutnya.`,
  beyond: (rank: string, places: string) =>
    `Memenuhi nilai ambang batas, tetapi peringkat ${rank} berada di luar ${places} tempat yang tersedia.`,
  tie: "Nilainya sama persis dengan peserta terakhir yang lanjut, pada jumlah dan semua sub-tes. Menurut aturan, semua yang sama ikut lanjut.",
  below: (measure: string, own: string | undefined, atLeast: string) =>
    own === undefined
      ? `Nilai ${measure} kurang dari nilai ambang batas ${atLeast}.`
      : `Nilai ${measure} adalah ${own}, kurang dari nilai ambang batas ${atLeast}.`,
  statuses: {
    TH: "Tidak hadir, jadi tidak ikut diperingkat.",
    TMS: "Tidak memenuhi syarat, jadi tidak ikut diperingkat.",
    DIS: "Didiskualifikasi, jadi tidak ikut diperingkat.",
    APS: "Mengundurkan diri, jadi tidak ikut diperingkat.",
  } as Record<string, string>,
  otherStatus: (status: string) => `Tidak ikut diperingkat karena status ${status}.`,
  unknown: (token: string) => `Catatan dari peladen: ${token}.`,
  categories: {
    umum: "Umum",
    cumlaude: "Lulusan terbaik (cumlaude)",
    diaspora: "Diaspora",
    disabilitas: "Penyandang disabilitas",
    papua: "Putra/putri Papua",
    "daerah-tertinggal": "Daerah tertinggal",
    kalimantan: "Putra/putri Kalimantan",
  } as Record<string, string>,
  wait: (seconds: number | undefined) =>
    `Terlalu banyak permintaan dari jaringan ini. Coba lagi ${seconds === undefined ? "sebentar lagi" : `dalam ${seconds} detik`}.`,
  trouble: {
    offline: "Peladen tidak menjawab",
    server: "Peladen sedang bermasalah",
    unknown: "Anda belum masuk",
    forbidden: "Anda tidak berwenang membuka bagian ini",
    missing: "Tidak ditemukan",
    tooMany: "Terlalu banyak permintaan",
    unexpected: "Terjadi kesalahan",
  },
  pages: "Halaman",
  previous: "Sebelumnya",
  next: "Berikutnya",
  pageOf: (page: string, of: string) => `Halaman ${page} dari ${of}`,
  stale: (at: string) =>
    `Peladen tidak menjawab. Yang tampak adalah keadaan pukul ${at}; dicoba lagi terus-menerus.`,
};

export type ResultTexts = typeof id;
