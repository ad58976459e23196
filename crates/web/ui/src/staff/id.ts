/** Texts around the log-in of staff, in Indonesian. */
export const id = {
  logInTitle: "Masuk petugas",
  name: "Nama pengguna",
  password: "Kata sandi",
  logIn: "Masuk",
  logOut: "Keluar",
  wrong: "Nama pengguna atau kata sandi salah.",
  lapsed: "Sesi masuk Anda sudah berakhir. Masuk lagi untuk melanjutkan di tempat yang sama.",
  network: "Peladen tidak dapat dihubungi. Periksa kabel jaringan atau Wi-Fi perangkat ini, lalu coba lagi.",
  timeout: "Peladen belum menjawab. Jaringan lambat atau peladen sedang sibuk; coba lagi.",
  trouble: "Peladen sedang bermasalah. Tunggu sebentar, lalu coba lagi; bila tetap begini, hubungi teknisi.",
  tooMany: (seconds: number) =>
    seconds > 0
      ? `Terlalu banyak permintaan dari perangkat ini. Coba lagi dalam ${seconds} detik.`
      : "Terlalu banyak permintaan dari perangkat ini. Tunggu sebentar, lalu coba lagi.",
};

export type StaffTexts = typeof id;
