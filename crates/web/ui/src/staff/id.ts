/** Texts around the log-in of staff, in Indonesian. */
export const id = {
  logInTitle: "Masuk petugas",
  name: "Nama pengguna",
  password: "Kata sandi",
  logIn: "Masuk",
  logOut: "Keluar",
  wrong: "Nama pengguna atau kata sandi salah.",
};

export type StaffTexts = typeof id;
