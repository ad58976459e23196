/** Texts of the public page, in Indonesian. */
export const id = {
  title: "Ujian yang jujur, hasil yang dapat diperiksa",
  lead: "Ambang menjalankan ujian berbasis komputer untuk seleksi aparatur: dari naskah yang terkunci sampai pengumuman yang bertanda tangan.",
  doors: "Masuk ke halaman",
  candidate: "Ujian",
  candidateLine: "Untuk peserta di ruang ujian: masuk dengan nomor peserta dan PIN registrasi.",
  proctor: "Registrasi dan pengawas",
  proctorLine: "Untuk petugas di meja registrasi dan di ruang ujian.",
  committee: "Panitia",
  committeeLine: "Untuk panitia seleksi: peringkat, rancangan, dan pengumuman.",
};

export type Texts = typeof id;
