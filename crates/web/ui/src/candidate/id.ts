import type { SetAside, TimeCause } from "../api/candidate.ts";
import { clock, number } from "../i18n/format.ts";

const CAUSES: Readonly<Record<TimeCause, string>> = {
  outage: "gangguan peladen",
  clock: "jam peladen diperiksa",
  room: "seluruh ruang dijeda",
  seat: "dijeda pengawas",
  interrupted: "terputus dari peladen",
  incident: "insiden dicatat pengawas",
  grant: "tambahan dari pengawas",
};

/** Texts of the candidate's page, in Indonesian. */
export const id = {
  context: "Ujian",
  participantNo: "Nomor peserta",
  answerLetter: (letter: string) => `Jawaban ${letter}`,

  logIn: {
    title: "Masuk ujian",
    lead: "Gunakan nomor peserta pada kartu ujian dan PIN dari meja registrasi.",
    noHint: "17 angka",
    pin: "PIN registrasi",
    pinHint: "8 huruf dan angka",
    submit: "Masuk",
    noWrong: "Nomor peserta terdiri atas 17 angka.",
    pinWrong: "PIN terdiri atas 8 huruf dan angka.",
    refused:
      "Nomor peserta atau PIN tidak cocok, atau registrasi belum dilakukan. Periksa kembali, atau panggil pengawas.",
    heldElsewhere:
      "Ujian Anda masih terhubung dengan komputer lain. Panggil pengawas untuk memindahkannya ke komputer ini.",
    wait: (seconds: number) => `Terlalu banyak percobaan. Coba lagi dalam ${seconds} detik.`,
    storage: "Peramban ini tidak dapat menyimpan jawaban di komputer. Panggil pengawas sebelum memulai.",
    again: "Masuk kembali",
    againLead:
      "Sesi masuk Anda telah berakhir. Masukkan PIN untuk melanjutkan; jawaban Anda tetap aman di komputer ini.",
    otherPerson: "Nomor peserta ini bukan milik peserta yang sedang mengerjakan di komputer ini.",
    otherHelp:
      "Jika salah ketik, perbaiki nomornya. Jika Anda memang peserta lain, panggil pengawas: ujian peserta itu belum selesai di sini.",
    otherKept:
      "Jawaban peserta itu yang belum terkirim tetap aman di komputer ini dan tidak dapat Anda lihat, sampai peserta itu masuk kembali di sini.",
    otherFix: "Perbaiki nomor",
    otherGo: "Saya peserta lain, masuk",
  },

  steps: { identity: "Data diri", rules: "Tata tertib", practice: "Latihan", waiting: "Menunggu" },
  stepsLabel: "Langkah sebelum ujian",

  identity: {
    title: "Periksa data diri Anda",
    lead: "Pastikan data di bawah ini benar. Jika ada yang salah, panggil pengawas dan jangan melanjutkan.",
    name: "Nama",
    formation: "Formasi",
    category: "Jenis kebutuhan",
    sitting: "Sesi",
    place: "Tempat",
    starts: "Waktu mulai",
    correct: "Data sudah benar",
    notMe: "Ini bukan saya",
    moved: "Ujian Anda telah dipindahkan ke komputer ini. Jawaban yang sudah tersimpan di peladen tetap ada.",
    stranded: (n: number) =>
      `${number(n)} jawaban yang belum terkirim dari komputer ini sebelum dipindahkan tidak dihitung.`,
  },
  categories: {
    umum: "Umum",
    cumlaude: "Putra/putri lulusan terbaik (cumlaude)",
    diaspora: "Diaspora",
    disabilitas: "Penyandang disabilitas",
    papua: "Putra/putri Papua",
    "daerah-tertinggal": "Putra/putri daerah tertinggal",
    kalimantan: "Putra/putri Kalimantan",
  } as Record<string, string>,

  rules: {
    title: "Tata tertib dan cara mengerjakan",
    points: [
      "Satu layar berisi satu soal. Pilih jawaban dengan mengeklik atau menekan tombol A–E. Setiap klik adalah jawaban dan langsung disimpan; tidak ada tombol simpan.",
      "Jawaban dapat diubah atau dikosongkan sampai waktu habis. Tidak ada pengurangan nilai untuk jawaban yang salah.",
      "Tandai soal yang masih ragu dengan tombol F. Tanda ragu tidak memengaruhi nilai.",
      "Daftar nomor di layar menunjukkan soal yang sudah dijawab, belum dijawab, dan ditandai. Klik nomor untuk berpindah.",
      "Sisa waktu dihitung oleh peladen. Jika jaringan terputus, tetaplah mengerjakan: jawaban disimpan di komputer ini dan dikirim setelah jaringan pulih.",
      "Jawaban yang sampai di peladen setelah waktu habis tidak dihitung.",
      "Dilarang membuka aplikasi lain, meninggalkan tempat tanpa izin, atau berbicara dengan peserta lain. Angkat tangan jika memerlukan bantuan.",
    ],
    minutes: (n: number) => `Waktu ${number(n)} menit`,
    items: (n: number) => `${number(n)} soal`,
    tryIt: "Coba latihan",
    ready: "Saya siap",
    start: "Mulai ujian",
    openNow: "Sesi sudah dibuka. Waktu Anda berjalan sejak soal pertama kali ditampilkan.",
  },

  practice: {
    title: "Latihan singkat",
    lead: "Tiga soal contoh dengan tombol yang sama seperti pada ujian. Jawaban latihan tidak disimpan dan tidak dinilai.",
    done: "Selesai latihan",
    openNow: "Sesi sudah dibuka.",
  },

  waiting: {
    title: "Menunggu sesi dibuka",
    lead: "Tetaplah di halaman ini. Soal akan tampil dengan sendirinya begitu pengawas membuka sesi.",
    until: "Menuju waktu mulai",
    due: "Waktu mulai telah tiba. Menunggu pengawas membuka sesi.",
    opening: "Sesi dibuka. Mengambil naskah soal …",
    reread: "Baca lagi tata tertib",
  },

  exam: {
    item: (n: number, of: number) => `Soal ${n} dari ${of}`,
    remaining: "Sisa waktu",
    guessed: "Perkiraan sisa waktu",
    unknown: "belum diketahui",
    previous: "Sebelumnya",
    next: "Berikutnya",
    flag: "Ragu-ragu",
    unflag: "Hapus tanda ragu",
    clear: "Kosongkan jawaban",
    finish: "Selesai ujian",
    finishPart: "Akhiri bagian",
    part: (n: number, of: number) => `Bagian ${n} dari ${of}`,
    map: "Daftar soal",
    options: "Pilihan jawaban",
    legend: { answered: "Dijawab", blank: "Belum dijawab", flagged: "Ragu-ragu", current: "Sedang dibuka" },
    itemState: (n: number, answer: string | undefined, flagged: boolean) =>
      `Soal ${n}, ${answer ? `dijawab ${answer}` : "belum dijawab"}${flagged ? ", ditandai ragu" : ""}`,
    answeredOf: (n: number, of: number) => `${n} dari ${of} dijawab`,
    zoom: "Perbesar gambar",
    zoomTitle: "Gambar",
    zoomLevel: "Perbesaran",
    pictureMissing: "Gambar sedang diambil …",
    pictureNoText: "Gambar soal",
    keys: "Pintasan papan ketik",
    keysOn: "Aktif",
    keysOff: "Nonaktif",
    keysHint: "A–E memilih jawaban, panah kiri dan kanan berpindah soal, F menandai ragu.",
    loading: "Mengambil naskah soal …",
    loadingAnswers: "Mengambil jawaban yang tersimpan …",
  },

  save: {
    saved: "Semua jawaban tersimpan",
    savedAt: (at: number) => `Tersimpan di peladen pukul ${clock(at)}`,
    none: "Belum ada jawaban",
    sending: (n: number) => `Mengirim ${number(n)} jawaban …`,
    waiting: "Menunggu jaringan",
    waitingKept: (n: number) => `Menunggu jaringan: ${number(n)} jawaban aman di komputer ini`,
    waitingUnsafe: (n: number) => `Menunggu jaringan: ${number(n)} jawaban belum terkirim`,
    paused: "Dijeda",
    afterPause: (n: number) => `${number(n)} jawaban dikirim setelah ujian dilanjutkan.`,
    refused: (n: number) => `${number(n)} jawaban ditolak oleh peladen.`,
    late: (n: number) => `${number(n)} jawaban sampai setelah waktu habis dan tidak dihitung.`,
    unsafe: "Komputer ini tidak dapat menyimpan jawaban. Jangan menutup halaman ini dan panggil pengawas.",
    trouble: "Peladen menolak permintaan halaman ini. Panggil pengawas.",
  },

  time: {
    mark: (minutes: number) => `Waktu tersisa ${minutes} menit.`,
    added: (span: string) => `Waktu Anda ditambah ${span}.`,
    reduced: (span: string) => `Sisa waktu Anda disesuaikan, berkurang ${span}.`,
    becausePause: "Tambahan diberikan saat sesi dilanjutkan setelah jeda atau gangguan.",
    becauseGranted: "Tambahan diberikan oleh pengawas atau sebagai pengganti waktu gangguan.",
    because: (cause: TimeCause, words: string | null) =>
      words ? `Alasan: ${words.replace(/[.\s]+$/, "")} (${CAUSES[cause]}).` : `Alasan: ${CAUSES[cause]}.`,
    until: (at: number) => `Ujian Anda kini berakhir pukul ${clock(at)}.`,
    span: (minutes: number, seconds: number) =>
      [minutes > 0 && `${minutes} menit`, seconds > 0 && `${seconds} detik`].filter(Boolean).join(" "),
  },

  paused: {
    title: "Ujian dijeda",
    lead: "Waktu Anda berhenti dan tidak berkurang. Jawaban yang sudah Anda berikan aman.",
    why: "Sesi dijeda oleh pengawas atau karena gangguan pada peladen. Ikuti petunjuk pengawas.",
    since: (at: number) => `Sejak pukul ${clock(at)}.`,
    left: "Sisa waktu saat dilanjutkan",
    resumed: "Ujian dilanjutkan. Waktu selama jeda tidak mengurangi waktu Anda.",
  },

  timeUp: {
    title: "Waktu habis",
    sending: (n: number) => `Mengirim ${number(n)} jawaban terakhir ke peladen …`,
    asking: "Menyelesaikan ujian Anda …",
    offline: (n: number) =>
      n > 0
        ? `Jaringan terputus. ${number(n)} jawaban tersimpan di komputer ini dan dikirim setelah jaringan pulih. Jangan meninggalkan komputer ini; panggil pengawas.`
        : "Jaringan terputus. Semua jawaban Anda sudah tersimpan di peladen. Tunggu sampai jaringan pulih.",
  },

  confirm: {
    title: "Selesaikan ujian?",
    titlePart: "Selesaikan bagian ini?",
    leadPart:
      "Bagian berikutnya langsung dimulai dengan waktunya sendiri. Soal bagian ini tidak dapat dibuka lagi, dan sisa waktunya tidak dipindahkan.",
    surePart: "Saya yakin ingin menyelesaikan bagian ini",
    lead: "Setelah ujian diselesaikan, jawaban tidak dapat diubah lagi meskipun masih ada sisa waktu.",
    subTest: "Sub-tes",
    answered: "Dijawab",
    blank: "Kosong",
    flagged: "Ragu",
    total: "Jumlah",
    blanks: (n: number) => `Masih ada ${number(n)} soal yang belum dijawab.`,
    toBlank: "Buka soal kosong pertama",
    unsent: (n: number) =>
      `${number(n)} jawaban masih dikirim. Ujian diselesaikan setelah semuanya sampai di peladen.`,
    sure: "Saya yakin ingin menyelesaikan ujian",
    yes: "Ya, selesaikan",
    no: "Kembali mengerjakan",
    ending: "Menyelesaikan ujian Anda …",
  },

  nextBlock: "Bagian ini selesai. Bagian berikutnya telah dimulai.",

  finished: {
    title: "Ujian selesai",
    lead: "Terima kasih. Berikut nilai Anda sebagaimana tercatat di peladen.",
    score: "Nilai",
    total: "Nilai total",
    noVerdict: "Kelulusan ditentukan dari peringkat seluruh peserta formasi dan diumumkan oleh panitia.",
    passed: "Memenuhi nilai ambang batas",
    notPassed: "Tidak memenuhi nilai ambang batas",
    code: "Kode tanda terima",
    codeHint:
      "Catat kode ini. Dengan kode ini Anda dapat membuktikan hasil ujian tanpa menunjukkan jawaban Anda.",
    endedBy: {
      candidate: "Diselesaikan oleh peserta",
      time: "Berakhir karena waktu habis",
      proctor: "Diakhiri oleh pengawas",
    } as Record<string, string>,
    endedAt: "Waktu selesai",
    answers: "Jumlah catatan jawaban",
    head: "Sidik digital catatan jawaban",
    late: (n: number) => `${number(n)} jawaban sampai setelah waktu habis dan tidak dihitung.`,
    allIn: "Semua jawaban yang Anda berikan telah sampai di peladen.",
    onServer: (n: number) =>
      `${number(n)} catatan jawaban Anda ada di peladen. Jika menurut Anda ada jawaban yang tidak terkirim, tanyakan kepada pengawas.`,
    disqualified: "Anda didiskualifikasi",
    disqualifiedLead:
      "Nilai ini tercatat, tetapi tidak diikutsertakan dalam hasil seleksi. Keputusan dan alasannya dicatat dalam berita acara; tanyakan kepada pengawas.",
    recorded: "Berikut nilai Anda sebagaimana tercatat di peladen.",
    stopped: "Ujian Anda dihentikan oleh petugas. Tanyakan kepada pengawas.",
    leave: "Keluar",
    leaveHint: (span: string) => `Halaman ini ditutup dengan sendirinya dalam ${span}.`,
    left: "Anda telah keluar. Tidak ada data Anda yang tertinggal di komputer ini.",
  },

  moved: {
    title: "Ujian dilanjutkan di komputer lain",
    lead: "Pengawas telah memindahkan ujian Anda. Komputer ini tidak dapat digunakan lagi untuk ujian tersebut.",
    unsent: (n: number) => `${number(n)} jawaban tidak terkirim; jawaban itu tidak dihitung.`,
    none: "Semua jawaban yang diberikan di sini sudah sampai di peladen.",
    toLogIn: "Ke halaman masuk",
    arrived: (n: number) =>
      `Ujian Anda dilanjutkan di komputer ini. ${number(n)} soal sudah terjawab dan tersimpan di peladen.`,
    savedAt: (at: number) => `Jawaban terakhir tersimpan pukul ${clock(at)}.`,
  },

  second: {
    title: "Ujian terbuka di tab lain",
    lead: "Agar jawaban tidak tercampur, ujian hanya dapat dikerjakan di satu tab. Kembalilah ke tab tersebut, atau lanjutkan di sini.",
    here: "Lanjutkan di tab ini",
    takenTitle: "Ujian dilanjutkan di tab lain",
    taken: "Tab ini boleh ditutup.",
  },

  gone: {
    title: "Ujian tidak dapat diikuti",
    lead: "Menurut catatan peladen, ujian ini tidak dapat dilanjutkan. Panggil pengawas.",
    because: {
      absent: "Anda tercatat tidak hadir pada sesi ini. Jika catatan itu keliru, panggil pengawas sekarang.",
      cancelled:
        "Panitia telah membatalkan ujian Anda. Keputusan dan alasannya dicatat dalam berita acara; tanyakan kepada pengawas.",
      disqualified:
        "Petugas telah mendiskualifikasi Anda. Keputusan dan alasannya dicatat dalam berita acara; tanyakan kepada pengawas.",
      voided: "Ujian Anda diganti dengan ujian baru. Tunggu petunjuk pengawas.",
    } as Readonly<Record<SetAside, string>>,
  },

  subTests: {
    twk: "Tes Wawasan Kebangsaan",
    tiu: "Tes Intelegensia Umum",
    tkp: "Tes Karakteristik Pribadi",
    tpu: "Tes Pengetahuan Umum",
    tpm: "Tes Pengetahuan Manajemen",
    tsi: "Tes Substansi Instansi",
    tkt: "Tes Kemampuan Teknis",
    teknis: "Kompetensi Teknis",
    manajerial: "Kompetensi Manajerial",
    "sosial-kultural": "Kompetensi Sosial Kultural",
    wawancara: "Wawancara",
  } as Record<string, string>,
};

export type Texts = typeof id;
